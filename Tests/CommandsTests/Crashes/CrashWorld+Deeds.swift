import Foundation
import Testing

extension CrashWorld {
    /// The device that is made next.
    var made: String { "made-\(trials)" }

    /// What a deed needs, done before it can be killed.
    mutating func prepare(_ deed: Deed) async throws {
        switch deed {
        case .save, .backup, .restore, .create, .join: break
        case .export, .stick: try await add()
        case .importBundle:
            try await add()
            try await scratch.done("037", "bundle", "export", "--to", "host", "--out", "in.yilu")
        case .importRows, .serve:
            rows = (0..<60).map { "\(deed.rawValue) \(trials), \($0)" }
            let lines = rows.map { "{\"date\":\"2025-11-08\",\"title\":\"\($0)\"}\n" }
            try scratch.write(lines.joined(), to: "rows.jsonl")
            guard deed == .serve else { return }
            try await scratch.done("037", "import", "activity", "rows.jsonl")
            for title in rows { acknowledged[title] = "" }
        }
    }

    private mutating func add() async throws {
        let outcome = try await save(at: "037", killedAfter: nil)
        try #require(outcome.code == 0, "\(outcome.errors)")
    }

    private mutating func save(at home: String, killedAfter delay: Double?) async throws -> Outcome {
        let title = UUID().uuidString
        let arguments = ["record", "add", "activity", "title=\(title)", "--json"]
        let outcome = try await scratch.yilu(home, arguments, killedAfter: delay)
        if let number = try? outcome.json["number"]?.text { acknowledged[title] = number }
        return outcome
    }

    /// - Parameter delay: seconds after which it is killed; nil to let it end.
    mutating func attempt(_ deed: Deed, at home: String, killedAfter delay: Double?) async throws -> Outcome {
        switch deed {
        case .save: return try await save(at: home, killedAfter: delay)
        case .importRows:
            let outcome = try await scratch.yilu(home, ["import", "activity", "rows.jsonl"], killedAfter: delay)
            if outcome.code == 0, !outcome.endedBySignal { for title in rows { acknowledged[title] = "" } }
            return outcome
        case .export:
            return try await scratch.yilu(
                home, ["bundle", "export", "--to", "host", "--out", "out.yilu"], killedAfter: delay)
        case .importBundle: return try await scratch.yilu(home, ["bundle", "import", "in.yilu"], killedAfter: delay)
        case .stick: return try await scratch.yilu(home, ["stick", "usb"], killedAfter: delay)
        case .backup: return try await scratch.yilu(home, ["backup", "new.backup"], killedAfter: delay)
        case .restore: return try await scratch.yilu(made, ["restore", "good.backup"], killedAfter: delay)
        case .create: return try await scratch.yilu(made, ["district", "create", "--name", "别区"], killedAfter: delay)
        case .join: return try await scratch.yilu(made, ["join", "037.invitation", "--by", "王芳"], killedAfter: delay)
        case .serve: return try await serve(at: home, killedAfter: delay)
        }
    }

    /// The station syncs, and the host that it syncs with is killed.
    private func serve(at home: String, killedAfter delay: Double?) async throws -> Outcome {
        let host = try Served(scratch, home)
        let address = host.address
        async let call = scratch.yilu("037", ["sync", address])
        guard let delay else {
            let outcome = try await call
            host.stop()
            return outcome
        }
        // The moment is what is tried.
        try await Task.sleep(for: .seconds(delay))
        host.kill()
        let outcome = try await call
        return Outcome(
            code: outcome.code, endedBySignal: outcome.code != 0, output: outcome.output, errors: outcome.errors)
    }

    /// A file that has its name is whole, whoever was killed writing it.
    func checkLeft(by deed: Deed) async throws {
        switch deed {
        case .export where FileManager.default.fileExists(atPath: scratch.path("out.yilu")):
            let outcome = try await scratch.yilu(nil, ["bundle", "inspect", "out.yilu"])
            #expect(outcome.code == 0, "trial \(trials): \(outcome.errors)")
        case .backup where FileManager.default.fileExists(atPath: scratch.path("new.backup")):
            try await scratch.done("of-new", "restore", "new.backup")
            try FileManager.default.removeItem(atPath: scratch.path("of-new"))
            try FileManager.default.removeItem(atPath: scratch.path("new.backup"))
        default: break
        }
    }

    /// What a deed that was done whole has brought.
    func check(_ deed: Deed) async throws {
        switch deed {
        case .export:
            try await scratch.done("host", "bundle", "import", "out.yilu")
            try FileManager.default.removeItem(atPath: scratch.path("out.yilu"))
        case .restore, .create, .join:
            #expect(try await scratch.answer(made, "check", "--deep")["ok"]?.isTrue == true, "trial \(trials)")
            try FileManager.default.removeItem(atPath: scratch.path(made))
        case .save, .importRows, .importBundle, .stick, .serve, .backup: break
        }
    }

    /// Both devices are sound, agree after an exchange, and have all that was acknowledged under its number.
    func expectSound() async throws {
        for home in ["host", "037"] {
            #expect(try await scratch.answer(home, "check", "--deep")["ok"]?.isTrue == true, "\(home)")
        }
        try await scratch.exchange(["037"])
        try await scratch.expectAgreement(["037"])
        let records = try await scratch.answer("host", "record", "list", "--all").elements
        let numbers = records.compactMap { $0["number"]?.text }
        #expect(Set(numbers).count == numbers.count, "no number is given twice")
        let titles = records.map { ($0["fields"]?["title"]?.text ?? "", $0["number"]?.text ?? "") }
        let held = Dictionary(grouping: titles, by: \.0)
        for (title, number) in acknowledged {
            let found = held[title] ?? []
            #expect(found.contains { number.isEmpty || $0.1 == number }, "\(title), \(number) is lost: \(found)")
        }
        #expect(acknowledged.count > trials / 8, "something must have been acknowledged")
    }
}
