/// The page on a stick for whoever finds it.
package enum ReadMe {
    package static let name = MediumName("READ ME.txt")
    package static let path = Stick.top.appending(name)

    /// Text as Windows' own editor wants it: a byte order mark, and lines that end in two characters.
    ///
    /// - Parameter network: what the district is called.
    package static func content(network: String) -> [UInt8] {
        let lines = """
            这个 U 盘属于「\(network)」的驿站，用来在各驿站和区里之间来回带工作记录。
            捡到的话，请交还给「\(network)」，或者任何一个暖心驿站。谢谢！
            YILU 文件夹里的数据包都是密封的：带它的人看不了，也改不了；这里没有可以读的内容。
            请不要改动、移动或删除里面的文件。每个文件夹是一个驿站；.yilu 是数据包，.receipt 是回执，
            .part 是没写完的文件（会自己清掉）。

            在驿站怎样用：插上 U 盘，运行 yilu stick 加上 U 盘的位置，看到“现在可以拔出 U 盘了”再拔。

            This stick belongs to the stations of \(network). It carries work records between the stations and
            the district. If you found it, please return it to \(network), or to any of its stations. Thank you!
            The bundles in the folder YILU are sealed: whoever carries them can neither read nor alter them;
            nothing here can be read. Please do not change, move or delete the files. There is a folder for each
            station; .yilu files are bundles, .receipt files are receipts, .part files are unfinished ones (they
            are cleared away by themselves).

            How to use it at a station: plug it in, run yilu stick with the place of the stick, and pull it out
            when it says that you may.
            """
        return [0xEF, 0xBB, 0xBF]
            + Array(
                (lines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") + "\r\n").utf8
            )
    }
}
