/// Writes the compiled form, the only shape of a form that a browser reads:
/// `{name, version, title, languages, groups, fields, lists}`. Keys without a value are left out.
public enum FormJSON {
    public static func text(of form: FormDefinition) -> String {
        var out = JSONText()
        out.object { out in
            out.key("name"); out.string(form.name)
            out.key("version"); out.raw(String(form.version))
            out.key("title"); out.localized(form.title)
            out.key("languages"); out.array(form.languages) { out, code in out.string(code) }
            if !form.groups.isEmpty {
                out.key("groups")
                out.array(form.groups) { out, group in write(group, &out) }
            }
            out.key("fields")
            out.array(form.fields) { out, field in write(field, &out) }
            out.key("lists")
            out.object { out in
                for list in form.lists {
                    out.key(list.name)
                    out.array(list.choices) { out, choice in write(choice, &out) }
                }
            }
        }
        return out.text
    }

    private static func write(_ group: FormGroup, _ out: inout JSONText) {
        out.object { out in
            out.key("name"); out.string(group.name)
            out.key("label"); out.localized(group.label)
            out.optional("appearance", group.appearance)
            out.optional("relevant", group.relevant)
            out.optional("parent", group.parent)
            out.flag("repeat", group.isRepeat)
            out.optional("repeatCount", group.repeatCount)
        }
    }

    private static func write(_ choice: Choice, _ out: inout JSONText) {
        out.object { out in
            out.key("value"); out.string(choice.value)
            out.key("label"); out.localized(choice.label)
            out.flag("retired", choice.retired)
            if !choice.columns.isEmpty {
                out.key("columns")
                out.object { out in
                    for column in choice.columns { out.key(column.name); out.string(column.value) }
                }
            }
        }
    }

    private static func write(_ field: FormField, _ out: inout JSONText) {
        out.object { out in
            out.key("name"); out.string(field.name)
            out.key("type"); out.string(field.type.rawValue)
            out.key("label"); out.localized(field.label)
            if !field.hint.isEmpty { out.key("hint"); out.localized(field.hint) }
            if !field.guidance.isEmpty { out.key("guidance"); out.localized(field.guidance) }
            out.key("required"); out.raw(field.required ? "true" : "false")
            out.optional("requiredIf", field.requiredIf)
            out.flag("readOnly", field.readOnly)
            out.optional("readOnlyIf", field.readOnlyIf)
            out.optional("trigger", field.trigger)
            out.optional("list", field.list)
            out.flag("orOther", field.orOther)
            out.optional("group", field.group)
            out.optional("appearance", field.appearance)
            out.optional("relevant", field.relevant)
            out.optional("constraint", field.constraint)
            if !field.constraintMessage.isEmpty { out.key("constraintMessage"); out.localized(field.constraintMessage) }
            if !field.requiredMessage.isEmpty { out.key("requiredMessage"); out.localized(field.requiredMessage) }
            out.optional("calculation", field.calculation)
            out.optional("default", field.defaultValue)
            out.optional("choiceFilter", field.choiceFilter)
            out.optional("parameters", field.parameters)
            if field.permission != FormField.generalClass { out.key("permission"); out.string(field.permission) }
            out.flag("mds", field.minimumDataSet)
            out.flag("hideable", field.hideable)
            out.optional("autofill", field.autofill)
            out.optional("beside", field.beside)
            out.flag("retired", field.retired)
        }
    }
}

/// A writer of JSON text that keeps the commas right.
struct JSONText {
    private(set) var text = ""
    private var needsComma = false

    mutating func object(_ body: (inout JSONText) -> Void) {
        separate()
        text += "{"
        needsComma = false
        body(&self)
        text += "}"
        needsComma = true
    }

    mutating func array<Element>(_ elements: [Element], _ body: (inout JSONText, Element) -> Void) {
        separate()
        text += "["
        needsComma = false
        for element in elements { body(&self, element) }
        text += "]"
        needsComma = true
    }

    mutating func key(_ name: String) {
        string(name)
        text += ":"
        needsComma = false
    }

    mutating func raw(_ literal: String) {
        separate()
        text += literal
        needsComma = true
    }

    mutating func string(_ value: String) {
        separate()
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..<"\u{20}", "\u{2028}", "\u{2029}": escape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
        needsComma = true
    }

    mutating func localized(_ value: LocalizedText) {
        object { out in
            for entry in value.entries { out.key(entry.language); out.string(entry.text) }
        }
    }

    mutating func optional(_ name: String, _ value: String?) {
        if let value { key(name); string(value) }
    }

    mutating func flag(_ name: String, _ value: Bool) {
        if value { key(name); raw("true") }
    }

    private mutating func separate() {
        if needsComma { text += "," }
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
}
