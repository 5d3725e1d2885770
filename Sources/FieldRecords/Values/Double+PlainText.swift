extension Double {
    /// As people write a number: a whole one without a point, any other as the shortest text that reads back the same
    /// (`2.5`, `1e+20`). Every number has one, those that are no number among them.
    package var plainText: String { Int64(exactly: self).map { String($0) } ?? description }
}
