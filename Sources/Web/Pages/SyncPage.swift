import Device
import FieldRecords
import Hummingbird

/// What waits and for whom, what came and went, and the two buttons: the stick and the host.
struct SyncPage: Sendable {
    /// A record of one exchange.
    struct Line: Sendable {
        let time: String
        let text: String
    }

    /// A removable drive that is plugged in.
    struct Drive: Sendable {
        let path: String
        let name: String
    }

    let district: [String]
    let waitingChanges: Int
    let waitingPhotos: Int
    /// Nil for none.
    let photosMissing: Int?
    let missing: [String]
    /// Over the network and by bundle, newest first.
    let exchanges: [Line]
    let drives: [Drive]
    let hasHost: Bool
    let isHost: Bool
    let isRunning: Bool

    static let bundlesShown = 8
}

extension WebFace {
    func addExchange(to router: Router<Visit>) {
        router.get("/sync") { request, visit in
            let (status, bundles, hostAddress, isHost) = try await ask {
                (
                    try $0.status(), try $0.carriedBundles(limit: SyncPage.bundlesShown), try $0.hostAddress(),
                    try $0.home().isHost
                )
            }
            let sessions = status.sessions.map { session in
                let words = hands.sentence(session)
                let phrase = Phrase(zh: "\(session.peer)：\(words.zh)", en: "\(session.peer): \(words.en)")
                return SyncPage.Line(time: HistoryWords.short(session.time), text: phrase.text(in: visit.language))
            }
            let carried = bundles.map {
                SyncPage.Line(time: HistoryWords.short($0.time), text: $0.phrase.text(in: visit.language))
            }
            var isRunning = false
            if case .running = work.state { isRunning = true }
            let content = SyncPage(
                district: status.district?.phrases.map { $0.text(in: visit.language) } ?? [],
                waitingChanges: status.waitingChanges, waitingPhotos: status.waitingPhotos,
                photosMissing: status.photosMissing > 0 ? status.photosMissing : nil,
                missing: status.missing.map { "\($0.log)：\($0.from)–\($0.through)" },
                exchanges: (sessions + carried).sorted { $0.time > $1.time },
                drives: Drives.plugged().map { SyncPage.Drive(path: $0, name: Drives.name(of: $0)) },
                hasHost: hostAddress != nil, isHost: isHost, isRunning: isRunning)
            return try await page("sync", content, title: Phrase(zh: "同步", en: "Sync"), room: .sync, request, visit)
        }
        router.post("/sync/stick") { _, visit in
            let path = visit.form["path"] ?? ""
            guard !path.isEmpty else {
                throw DeviceError(
                    .usage, what: Phrase(zh: "没有写 U 盘的文件夹", en: "no folder of the stick was named"),
                    advice: Phrase(zh: "请写上它，例如 /media/U盘。", en: "Name it, such as /media/stick."))
            }
            let isRehearsal = visit.form["rehearse"] != nil
            let hands = hands
            let isBegun = work.begin(isRehearsal ? .rehearsal : .stick) { try hands.stick(path, isRehearsal, $0) }
            return redirect(to: isBegun ? "/sync" : "/sync?done=busy")
        }
        router.post("/sync/host") { _, visit in
            let hands = hands
            let isBegun = work.begin(.sync) { try hands.sync($0) }
            return redirect(to: isBegun ? "/sync" : "/sync?done=busy")
        }
    }
}
