import FormEngine

/// How records of a form stand in a table: one row a record, one column an answer. Only forms whose records lie in no
/// dossier are exchanged so, and of these only the directory until now.
struct TableShape {
    struct Column {
        enum Kind {
            /// Empty for a new record.
            case id
            /// The record's version when the table was written: tells what somebody changed since.
            case version
            case answer(FormField)
            /// The name of the record that an answer links to, for people who don't read ids.
            case linked(FormField, LinkTarget)
        }

        let name: String
        let kind: Kind

        /// The answer that the column stands for.
        var field: FormField? {
            switch kind {
            case .id, .version: nil
            case .answer(let field), .linked(let field, _): field
            }
        }
    }

    /// What a link leads to.
    struct LinkTarget {
        let form: String
        /// The field that holds its name.
        let name: String
    }

    static let idColumn = "id", versionColumn = "version"
    private static let offered: Set<String> = ["provider", "service"]

    let form: FormDefinition
    let columns: [Column]

    /// Nil where this form is not exchanged as a table.
    init?(_ name: String, in forms: FormLibrary) {
        guard Self.offered.contains(name), case .root = RecordShape.of(name), let form = forms.asked(name) else { return nil }
        let answers = Set(forms.answers(of: name))
        var columns = [Column(name: Self.idColumn, kind: .id), Column(name: Self.versionColumn, kind: .version)]
        for field in form.fields where field.repeated == nil && !field.retired && answers.contains(field.name) && Self.isTyped(field.type) {
            columns.append(Column(name: field.name, kind: .answer(field)))
            let named = field.name + "_name"
            if let target = Self.target(of: field, in: forms), form.field(named) == nil {
                columns.append(Column(name: named, kind: .linked(field, target)))
            }
        }
        self.form = form
        self.columns = columns
    }

    /// The field under which people know a record, and where it is: what tells two of them apart.
    var nameField: String? { form.fields.first { $0.index == "name" && $0.repeated == nil }?.name }
    var placeField: String? { form.fields.first { $0.appears("place") && $0.repeated == nil }?.name }
    var linkField: String? { columns.lazy.compactMap { if case .linked(let field, _) = $0.kind { field.name } else { nil } }.first }

    func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    func target(of field: String) -> LinkTarget? {
        columns.lazy.compactMap { if case .linked(let linked, let target) = $0.kind, linked.name == field { target } else { nil } }.first
    }

    /// `provider.id` in `cm::autofill` of a linking field names the form.
    private static func target(of field: FormField, in forms: FormLibrary) -> LinkTarget? {
        guard field.index == "link", let source = field.autofill, source.hasSuffix(".id") else { return nil }
        let form = String(source.dropLast(3))
        guard let name = forms.asked(form)?.fields.first(where: { $0.index == "name" })?.name else { return nil }
        return LinkTarget(form: form, name: name)
    }

    /// What a person types: no attachments, no clock of the device, nothing the form works out.
    private static func isTyped(_ type: FieldType) -> Bool {
        switch type {
        case .text, .integer, .decimal, .date, .time, .dateTime, .selectOne, .selectMultiple, .hidden, .acknowledge, .geopoint, .barcode: true
        case .note, .calculate, .file, .image, .audio, .video, .signature, .start, .end, .today, .username, .deviceid: false
        }
    }
}
