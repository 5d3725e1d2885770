import Testing

@testable import Web

@Suite("Which drives the page offers")
struct DriveTests {
    // proc_pid_mountinfo(5): the mount point is the fifth column, the device the second behind the dash.
    @Test("a stick that is plugged in, by its name with the spaces; no folder in memory and no share")
    func plugged() {
        let mounts = """
            22 28 0:21 / /proc rw,nosuid shared:14 - proc proc rw
            29 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
            97 29 8:17 / /media/li/KINGSTON rw,nosuid,nodev shared:52 - vfat /dev/sdb1 rw,uid=1000
            98 29 8:33 / /run/media/li/\\346\\232\\226\\345\\277\\203\\040B rw - exfat /dev/sdc1 rw
            99 29 0:25 / /mnt/memory ro,nodev - tmpfs tmpfs ro,size=4k
            100 29 0:51 / /mnt/share rw - cifs //server/share rw
            101 29 8:49 / /mnt/usb rw - fuseblk /dev/sdd1 rw
            102 29
            """
        #expect(Drives.paths(in: mounts) == ["/media/li/KINGSTON", "/run/media/li/暖心 B", "/mnt/usb"])
    }
}
