/// What the `type` cell of a survey row asks for, with pyxform's aliases.
enum TypeCell {
    case field(FieldType, list: String?, orOther: Bool)
    case begin(isRepeat: Bool)
    case end(isRepeat: Bool)
    case unknown

    init(_ written: String) {
        let words = written.words
        let first = words.first.map { $0.lowercased() } ?? ""
        let firstTwo = words.count >= 2 ? first + "_" + words[1].lowercased() : first
        switch (first, firstTwo) {
        case ("begin_group", _), (_, "begin_group"): self = .begin(isRepeat: false)
        case ("end_group", _), (_, "end_group"): self = .end(isRepeat: false)
        case ("begin_repeat", _), (_, "begin_repeat"): self = .begin(isRepeat: true)
        case ("end_repeat", _), (_, "end_repeat"): self = .end(isRepeat: true)
        case ("select_one", _), ("select1", _): self = .select(.selectOne, words.dropFirst())
        case ("select_multiple", _): self = .select(.selectMultiple, words.dropFirst())
        case (_, "select_one"): self = .select(.selectOne, words.dropFirst(2))
        case (_, "select_multiple"), (_, "select_all"): self = .select(.selectMultiple, words.dropFirst(2))
        default:
            if words.count == 1, let type = TypeCell.plain(first) {
                self = .field(type, list: nil, orOther: false)
            } else {
                self = .unknown
            }
        }
    }

    private static func select(_ type: FieldType, _ rest: ArraySlice<String>) -> TypeCell {
        guard let list = rest.first else { return .unknown }
        let tail = rest.dropFirst().joined(separator: " ").lowercased()
        switch tail {
        case "": return .field(type, list: list, orOther: false)
        case "or_other", "or other": return .field(type, list: list, orOther: true)
        default: return .unknown
        }
    }

    private static func plain(_ word: String) -> FieldType? {
        switch word {
        case "text", "string": .text
        case "integer", "int": .integer
        case "decimal": .decimal
        case "date": .date
        case "time": .time
        case "datetime": .dateTime
        case "note": .note
        case "calculate", "calculation": .calculate
        case "hidden": .hidden
        case "acknowledge", "trigger": .acknowledge
        case "file": .file
        case "image", "photo": .image
        case "audio": .audio
        case "video": .video
        case "geopoint", "gps", "location": .geopoint
        case "barcode": .barcode
        case "signature": .signature
        case "start": .start
        case "end": .end
        case "today": .today
        case "username": .username
        case "deviceid": .deviceid
        default: nil
        }
    }
}
