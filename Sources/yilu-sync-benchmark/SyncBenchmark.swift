import ArgumentParser
import Device
import Exchange
import FieldRecords
import Foundation
import Synchronization
import Transports

/// Starts a district of simulated stations against one `yilu serve`, all at once, and prints what it took: first with
/// changes at every station, then once more for the news of each other that reached the
/// host later, then with nothing new. Ends with 1 where anything is missing or over its limit.
@main
struct SyncBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yilu-sync-benchmark",
        abstract: "Sync a whole district at once with one `yilu serve`, and print time, memory and bytes.")

    @Option(help: "How many stations.") var stations = 409
    @Option(help: "Records that each begins.") var changes = 100

    /// Of the host, in MiB.
    static let memoryMaxMiB = 300
    /// A session with nothing new, both ways, in bytes.
    static let nothingNewBytesMax = 16 << 10

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/yilu-sync-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let district = try SimulatedDistrict(folder: folder, stations: stations, changes: changes)
        say("\(stations) stations with \(changes) records each, made in \(district.seconds) s")
        let host = try ServedHost(home: folder + "/host", state: folder + "/state")
        defer { host.stop() }

        var faults: [String] = []
        let first = await district.syncAll(host.address, repeatingUpTo: 20)
        let memory = try host.peakMemoryMiB()
        say(
            "all new:     \(first.seconds) s, \(first.done) of \(stations) done in \(first.calls) calls, "
                + "\(first.changesSent) changes sent, \(first.bytes) bytes, host's peak memory \(memory) MiB")
        if first.done != stations { faults.append("stations not done: \(first.faults)") }
        if memory > SyncBenchmark.memoryMaxMiB { faults.append("over \(SyncBenchmark.memoryMaxMiB) MiB") }

        let settling = await district.syncAll(host.address, repeatingUpTo: 20)
        say(
            "settling:    \(settling.seconds) s, \(settling.done) of \(stations) done in \(settling.calls) calls, "
                + "\(settling.bytes) bytes: to each station what the host made known after its first call")
        if settling.done != stations { faults.append("stations not settled: \(settling.faults)") }

        let second = await district.syncAll(host.address, repeatingUpTo: 20)
        say(
            "nothing new: \(second.seconds) s, \(second.done) of \(stations) done in \(second.calls) calls, "
                + "at most \(second.bytesMax) bytes both ways and \(second.roundTripsMax) round trip a session, "
                + "those of TCP and TLS not counted")
        if second.done != stations || second.changesSent + second.changesReceived != 0 {
            faults.append("a third time something was new")
        }
        if second.bytesMax > SyncBenchmark.nothingNewBytesMax { faults.append("nothing new took too many bytes") }
        if second.roundTripsMax > 1 { faults.append("nothing new took \(second.roundTripsMax) round trips") }
        say("host's peak memory at the end: \(try host.peakMemoryMiB()) MiB")
        host.stop()

        let check = try district.host.check(deep: true)
        let status = try district.host.status()
        let verdict = check.isOK ? "ok" : "found \(check.problems.map(\.what.en))"
        say("host: \(status.records) records, check --deep \(verdict)")
        if !check.isOK { faults.append("check --deep") }
        if status.records != stations * changes { faults.append("\(status.records) records") }
        for fault in faults { say("FAILED: \(fault)") }
        if !faults.isEmpty { throw ExitCode.failure }
    }

    /// A line is there as soon as it is known, whoever reads it.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
