import FormEngine
import Workbook

/// Sheets beside a table for whoever fills it in: what each column asks, and the codes of its choices in the form's
/// languages. An import never reads them.
enum TableGuide {
    private static let mostPlaces = 5_000

    static func columns(_ shape: TableShape, _ shown: Set<String>, _ forms: FormLibrary) -> Sheet {
        let languages = shape.form.languages
        var lines = [["column", "kind", "required"] + languages.map { "label::\($0)" }]
        for column in shape.columns where shown.contains(column.name) {
            switch column.kind {
            case .id: lines.append([column.name, "leave empty for a new record, else as it is"])
            case .version: lines.append([column.name, "leave as it is"])
            case .answer(let field):
                lines.append([column.name, kind(field), field.required ? "yes" : ""] + languages.map { field.label[$0] ?? "" })
            case .linked(let field, let target):
                let title = forms.asked(target.form)?.title
                lines.append([column.name, "instead of \(field.name)", ""] + languages.map { title?[$0] ?? "" })
            }
        }
        return Sheet(name: TableSource.columnsSheet, texts: lines)
    }

    private static func kind(_ field: FormField) -> String {
        switch field.type {
        case .selectOne: "one code"
        case .selectMultiple: "codes with blanks between"
        case .integer: "whole number"
        case .decimal: "number"
        case .date: "date: 2026-05-03"
        case .acknowledge: "yes or empty"
        case .hidden: field.index == "link" ? "id" : "text"
        default: field.appears("place") ? "code of a place" : field.appears("edtf") ? "date: 2026, 2026-05 or 2026-05-03, ~ for about" : "text"
        }
    }

    static func choices(_ shape: TableShape, _ shown: Set<String>, _ places: PlaceBook) -> Sheet {
        let languages = shape.form.languages
        var lines = [["column", "code"] + languages.map { "label::\($0)" }]
        for column in shape.columns where shown.contains(column.name) {
            guard case .answer(let field) = column.kind else { continue }
            for choice in field.list.flatMap({ shape.form.list($0) })?.choices ?? [] where !choice.retired {
                lines.append([column.name, choice.value] + languages.map { choice.label[$0] ?? "" })
            }
            guard field.appears("place") else { continue }
            for place in places.offered.prefix(mostPlaces) {
                lines.append([column.name, place.code] + languages.map { place.names[$0] ?? "" })
            }
        }
        return Sheet(name: TableSource.choicesSheet, texts: lines)
    }
}
