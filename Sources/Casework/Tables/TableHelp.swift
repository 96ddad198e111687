import FormEngine

/// What an author of a table probably meant.
enum TableHelp {
    static func suggestion(_ code: TableFault.Code, _ cell: String, _ field: FormField, _ form: FormDefinition) -> String? {
        switch code {
        case .unknownChoice: field.list.flatMap { form.list($0) }.flatMap { choice(cell, $0, isList: field.type == .selectMultiple) }
        case .wrongType: example(of: field)
        default: nil
        }
    }

    static func example(of field: FormField) -> String? {
        switch field.type {
        case .integer: "12"
        case .decimal: "12.5"
        case .date: "2026-05-03"
        case .time: "14:05"
        case .dateTime: "2026-05-03T14:05:00Z"
        case .acknowledge: "yes"
        default: field.appears("edtf") ? "2019-05" : nil
        }
    }

    /// The code whose label was written instead, or the nearest code. Of several choices, the first that is none.
    private static func choice(_ cell: String, _ list: ChoiceList, isList: Bool) -> String? {
        let offered = list.choices.filter { !$0.retired }
        let key = TableNames.key(cell)
        if let meant = offered.first(where: { $0.label.entries.contains { TableNames.key($0.text) == key } }) { return meant.value }
        guard let wrong = isList ? TableText.codes(cell).first(where: { code in !offered.contains { $0.value == code } }) : TableText.code(cell) else { return nil }
        return Suggestion.nearest(to: wrong, among: offered.map(\.value))
    }

    static func nearest(to code: String, in places: PlaceBook) -> String? {
        let key = TableNames.key(code)
        if let meant = places.offered.first(where: { $0.names.values.contains { TableNames.key($0) == key } }) { return meant.code }
        return Suggestion.nearest(to: code, among: places.offered.map(\.code))
    }
}
