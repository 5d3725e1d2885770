import Causality

/// All version vectors over `logs` logs with numbers up to `max`.
func smallVectors(logs: Int, max: UInt64) -> [VersionVector<Int>] {
    (0..<logs).reduce([VersionVector<Int>()]) { vectors, log in
        vectors.flatMap { vector in
            (0...max).map { sequence in
                var longer = vector
                longer[log] = sequence
                return longer
            }
        }
    }
}
