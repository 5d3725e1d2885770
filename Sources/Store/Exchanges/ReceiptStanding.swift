import Bundles
import Causality
import GRDB

/// How a receipt stands to what is known from earlier ones of the same replica.
enum ReceiptStanding {
    /// The replica's present word.
    case newest
    /// It and what is known cannot both come from one history of one file: the smaller counts.
    case disputed
    /// It was overtaken on its way.
    case overtaken

    /// A replica's numbers and its hybrid clock both only grow while its file is its own. A file that was rolled back
    /// counts anew from an earlier number, at a later time: then it holds less, and what it says now is true.
    init(number: UInt64, time: HybridTime, knownNumber: UInt64, knownTime: HybridTime) {
        if number == knownNumber, time != knownTime {
            self = .disputed
        } else if time > knownTime {
            self = .newest
        } else {
            self = number >= knownNumber ? .disputed : .overtaken
        }
    }

    init(_ receipt: Receipt, beside known: Receipt) {
        self.init(
            number: receipt.number, time: receipt.time, knownNumber: known.number, knownTime: known.time)
    }
}

extension StoreReading {
    /// Where signed receipts stand. Numbers that no replica comes to were let pass once, and read back nowhere.
    static let receiptStatements = "receipt_statement WHERE number <= \(Dot<Int64>.sequenceMax)"

    /// The receipts of a replica that count.
    func receiptsThatCount(of giver: Int64) throws -> [Receipt] {
        try rows("SELECT statement FROM \(Self.receiptStatements) AND replica = ?", [giver])
            .map { try SignedReceipt(encoded: try $0.readBytes(0)).receipt }
    }
}
