import Device
import FieldRecords

extension SessionView {
    var json: JSONValue {
        [
            "time": .string(time), "peer": .string(peer), "done": .bool(isDone), "reason": JSONValue(reason),
            "sent": ["changes": JSONValue(sentChanges), "records": sent.json, "photos": JSONValue(sentPhotos)],
            "received": [
                "changes": JSONValue(receivedChanges), "records": received.json, "photos": JSONValue(receivedPhotos),
            ],
            "upTo": JSONValue(upTo), "left": JSONValue(changesLeft),
        ]
    }

    /// One line of the status.
    var phrase: Phrase {
        let words = SessionWords(self).sentence
        return Phrase(zh: "\(time) 与 \(peer)：\(words.zh)", en: "\(time), \(peer): \(words.en)")
    }
}
