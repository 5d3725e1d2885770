import Device
import Exchange
import FieldRecords
import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// `yilu sync --every`: calls again and again, and says something only where something happened.
struct RepeatedSync {
    let calls: SessionCalls
    let rhythm: SyncRhythm
    let address: String

    /// What came of the calls and was not told yet.
    private final class News: Sendable {
        private let outcomes = Mutex<[SyncOutcome]>([])

        func add(_ outcome: SyncOutcome) { outcomes.withLock { $0.append(outcome) } }

        func take() -> [SyncOutcome] {
            outcomes.withLock { outcomes in
                defer { outcomes = [] }
                return outcomes
            }
        }
    }

    private struct Calling: Service {
        let calls: SessionCalls
        let rhythm: SyncRhythm
        let news: News

        func run() async throws {
            try? await cancelWhenGracefulShutdown {
                var failures = 0
                while !Task.isCancelled {
                    let outcome = await calls.run()
                    news.add(outcome)
                    failures = outcome.isDone ? 0 : failures + 1
                    let wait = rhythm.waitSeconds(failures: failures, chance: Double.random(in: 0...1))
                    try await Task.sleep(for: .seconds(wait))
                }
            }
        }
    }

    /// Runs until it is told to stop; that is no failure.
    func run(on console: Console) throws {
        let news = News()
        let service = Calling(calls: calls, rhythm: rhythm, news: news)
        var lastFault: String?
        func tell() {
            for outcome in news.take() {
                let complaint = outcome.complaints(at: address).first
                // A host that is away for a night is told of once.
                if let complaint, complaint.what.en != lastFault { console.remark(complaint.what) }
                lastFault = complaint?.what.en
                guard outcome.summaries.contains(where: \.isNews) else { continue }
                try? console.show(SyncAnswer(outcome: outcome, address: address))
                try? console.finish()
            }
        }
        try Waiting.run(meanwhile: tell) {
            var logger = Logger(label: "yilu") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .error
            var configuration = ServiceGroupConfiguration(
                services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
            configuration.maximumGracefulShutdownDuration = .seconds(8)
            try await ServiceGroup(configuration: configuration).run()
        }
        tell()
    }
}
