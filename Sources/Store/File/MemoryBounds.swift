/// What is kept in memory at once, in bytes: a change may be a tick in a box or a note of 256 KiB, so no number of
/// changes, records or frames says what they take.
///
/// Each bound is what is kept before something is written back or forgotten; it is overrun by a frame at most. No deed
/// fills all of them: many short records take the records' share, long notes and photos that of the frames and pages. So
/// an import or an export stays under 150 MiB whatever the size of the bundle, with the 36 MiB of a program that does
/// nothing.
package enum MemoryBounds {
    /// Frames that one transaction takes in, as they travel and unpacked. It also bounds what the transaction adds to the
    /// others below, and to SQLite's log before the file takes it over. A station's season of short records fits.
    package static let batchBytesMax = 32 << 20
    /// Records that a transaction follows; then all are written back, and read again where they are edited. Fifty thousand
    /// short ones fit.
    static let recordBytesMax = 72 << 20
    /// Chunks that were asked for, unpacked; then those that were not asked for longest are forgotten.
    static let chunkBytesMax = 24 << 20
    /// Pages that a transaction changed; then some go to the disk before it ends.
    static let writerCacheBytesMax = 16 << 20
}
