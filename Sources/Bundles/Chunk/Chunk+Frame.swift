extension Chunk {
    /// The chunk alone in a frame: how a store keeps it, and how it travels when it is large.
    package var frame: [UInt8] {
        get throws(BundlesError) {
            var section: [UInt8] = []
            BundleSection.chunk(self).append(to: &section)
            return try Frame.packed(section)
        }
    }

    /// Reads ``frame`` back. Nothing is verified but the form.
    ///
    /// - Throws: ``BundlesError``, also for a frame that holds anything else.
    package init(frame: [UInt8]) throws(BundlesError) {
        let sections = try BundleSection.sections(in: try Frame.unpacked(frame))
        guard sections.count == 1, case .chunk(let chunk) = sections[0] else {
            throw .malformed(part: "frame", offset: 0)
        }
        self = chunk
    }
}
