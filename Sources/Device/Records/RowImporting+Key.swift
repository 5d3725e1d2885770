import FieldRecords
import Store

extension RowImporting {
    /// The key of a row stands open in the record, under its log's hash chain: no erasure reaches it. So it may be no
    /// field that any version of its form marks as personal.
    func requireOpenKey(of form: Form) throws {
        guard let key, try saving.personalNames(of: form.name).contains(key) else { return }
        throw DeviceError(
            .badData,
            what: Phrase(
                zh: "“\(key)”是个人信息，不能作 --key：那样就抹除不掉了",
                en: "“\(key)” is personal and cannot be the --key: no erasure would reach it"),
            advice: Phrase(
                zh: "请用来源表里的编号一列，没有就加一列。", en: "Take a column that numbers the rows of their source, or add one."))
    }
}
