import Bundles
import Causality
import FieldRecords
import Sticks
import Store

/// What lies on a stick, as one device sees it: by what the files say of themselves, whatever they are called.
struct CarriedFiles {
    struct Bundle {
        let file: StickSurvey.File
        /// Signed by the key that it names as its sender's.
        let header: BundleHeader
    }

    struct Receipt {
        let file: StickSurvey.File
        /// Not verified yet.
        let document: ReceiptFile
    }

    /// Sealed to this device.
    private(set) var forThisDevice: [Bundle] = []
    /// Of this device, for others.
    private(set) var own: [Bundle] = []
    /// Between others.
    private(set) var othersCount = 0
    private(set) var receipts: [Receipt] = []
    /// Bundles of this device that say nothing any more, known by their names alone.
    private(set) var spoilt: [StickSurvey.File] = []
    /// Files of another network.
    private(set) var foreign: [StickSurvey.File] = []
    private(set) var problems: [StickProblem] = []
    let survey: StickSurvey

    /// Reads the beginning of each file, and of bundles no more than their headers.
    init(_ stick: Stick, reading: StoreReading, own: Own) throws {
        let folder = try StickNames.folder(of: own.node, in: reading)
        survey = try stick.survey(isNear: { folder.isSame(as: $0) })
        lazy var sent = try? reading.filesSent(latest: CarriedFiles.sentMax)
        for file in survey.files {
            do { try add(file, of: stick, reading: reading, own: own) } catch let error as MediumError {
                guard error != .gone else { throw error }
                problems.append(StickProblem(DeviceError(wording: error), file: file.path.text))
            } catch let error as BundlesError {
                if sent?.contains(file.path.text) ?? false { spoilt.append(file) }
                problems.append(StickProblem(DeviceError(ofCarried: error), file: file.path.text))
            }
        }
        // Each sender's in the order it wrote them, so that nothing has to wait for what lies beside it.
        forThisDevice.sort { ($0.header.sender, $0.header.created) < ($1.header.sender, $1.header.created) }
        for oddity in survey.oddities { problems.append(StickProblem(oddity)) }
        for file in foreign {
            problems.append(StickProblem(DeviceError(wording: BundlesError.otherNetwork), file: file.path.text))
        }
        problems = CarriedFiles.inShort(problems)
    }

    /// The receipts that one replica is said to have given, ascending by their numbers.
    func receipts(of replica: ReplicaID) -> [Receipt] {
        receipts.filter { $0.document.receipt.receipt.replica == replica }
            .sorted { $0.document.receipt.receipt.number < $1.document.receipt.receipt.number }
    }

    /// Nobody reads a thousand lines: of many alike the first few, and how many more there are.
    private static func inShort(_ problems: [StickProblem]) -> [StickProblem] {
        let byKind = Dictionary(grouping: problems.indices, by: { problems[$0].kind })
        return byKind.values.sorted { $0[0] < $1[0] }.flatMap { alike -> [StickProblem] in
            guard alike.count > problemsMax else { return alike.map { problems[$0] } }
            let first = alike.prefix(problemsMax).map { problems[$0] }
            return first + [StickProblem(more: alike.count - problemsMax, like: first[0])]
        }
    }

    private static let problemsMax = 8
    private static let sentMax = 4_096

    /// Whether everything on it is of another network.
    var isOfAnotherNetwork: Bool {
        !foreign.isEmpty && forThisDevice.isEmpty && own.isEmpty && receipts.isEmpty && othersCount == 0
    }

    private mutating func add(_ file: StickSurvey.File, of stick: Stick, reading: StoreReading, own: Own) throws {
        let input = try stick.medium.open(file.path, fromMedium: false)
        var start: [UInt8] = []
        while start.count < ReceiptFile.magic.count {
            let more = try input.read(ReceiptFile.magic.count - start.count)
            guard !more.isEmpty else { break }
            start += more
        }
        if start == ReceiptFile.magic {
            return try addReceipt(file, start: start, rest: input, own: own)
        }
        var isBegun = false
        let header = try BundleReader { bytesMax in
            guard isBegun || start.isEmpty else {
                isBegun = true
                return Array(start.prefix(bytesMax))
            }
            return try input.read(bytesMax)
        }.header
        let bundle = Bundle(file: file, header: header)
        if header.network != own.network {
            foreign.append(file)
        } else if header.sender == own.replica.replica {
            self.own.append(bundle)
        } else if try Device.keys(for: header, reading, own) != nil {
            forThisDevice.append(bundle)
        } else {
            othersCount += 1
        }
    }

    private mutating func addReceipt(
        _ file: StickSurvey.File, start: [UInt8], rest: any MediumReader, own: Own
    ) throws {
        var bytes = start
        while bytes.count <= ReceiptFile.bytesMax, case let more = try rest.read(64 << 10), !more.isEmpty {
            bytes += more
        }
        let document = try ReceiptFile(encoded: bytes)
        guard document.network == own.network else { return foreign.append(file) }
        receipts.append(Receipt(file: file, document: document))
    }
}
