/// How much of a table is held at once. A table itself may have any number of rows.
package enum TableLimits {
    /// One row of CSV or one line of JSON Lines, before decoding.
    package static let rowBytesMax = 1 << 20
    package static let columnsMax = 1_000
}

/// Hands out a file in pieces of any size, an empty piece included; nil at its end.
///
/// Reading a disk is not this module's: who opens the file hands its bytes in.
package typealias ByteSource = () throws -> [UInt8]?
