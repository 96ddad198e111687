/// One element of the form as it will be: what rows say, plus what the language adds by itself (the text question behind
/// "or other", the hidden count of a repeat, the copies of a loop).
final class FormNode {
    enum Kind: Equatable { case survey, group, repeats, loop, question, external }

    let kind: Kind
    let name: String
    /// The type in pyxform's own words: `select one`, `photo`; empty for groups.
    var type: String
    /// Nothing for what was added by itself.
    let row: SheetTable.Row?
    var children: [FormNode] = []
    weak var parent: FormNode?
    /// The choice list, file or `${repeat}` behind a select or a geometry.
    var itemset: String?
    /// The choice list where it is one of this form.
    var listName: String?
    var orOther = false
    var parameters: Parameters?
    var dynamicDefault = false
    /// Overrides of cells, for elements made by themselves.
    var made: [String: String] = [:]
    var bodyless = false

    init(_ kind: Kind, name: String, type: String = "", row: SheetTable.Row? = nil) {
        self.kind = kind
        self.name = name
        self.type = type
        self.row = row
    }

    func add(_ child: FormNode) {
        child.parent = self
        children.append(child)
    }

    subscript(_ path: String) -> String? { made[path] ?? row?[path] }
    func has(_ path: String) -> Bool { made[path] != nil || row?.has(path) ?? false }
    var isSection: Bool { kind == .survey || kind == .group || kind == .repeats || kind == .loop }

    /// This element and all below it, in the order of the form.
    func walk(_ visit: (FormNode) -> Void) {
        visit(self)
        for child in children { child.walk(visit) }
    }

    /// A copy for one turn of a loop. `%(name)s` and `%(label)s` stand in texts only; names stay.
    func copied() -> FormNode {
        let copy = FormNode(kind, name: name, type: type, row: row)
        copy.itemset = itemset
        copy.listName = listName
        copy.orOther = orOther
        copy.parameters = parameters
        copy.dynamicDefault = dynamicDefault
        copy.made = made
        for child in children { copy.add(child.copied()) }
        return copy
    }
}
