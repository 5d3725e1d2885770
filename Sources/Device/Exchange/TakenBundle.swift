import Bundles

/// A bundle that was taken in.
struct TakenBundle {
    let summary: ImportSummary
    let header: BundleHeader
    /// Photos in it of which no record here tells yet: they were let go.
    let strayPhotos: Int

    /// Whether all of it is kept here, so that it need not come again.
    var isWhole: Bool { summary.problems.isEmpty && summary.changes.parked == 0 && strayPhotos == 0 }
}
