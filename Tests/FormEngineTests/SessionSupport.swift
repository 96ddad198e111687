@testable import FormEngine

/// A form written as JSON with single quotes instead of double ones, which read better in Swift.
func compiled(_ text: String) throws -> CompiledForm {
    try CompiledForm(JSONReader.value(of: Array(text.replacingQuotes.utf8)))
}

extension String {
    var replacingQuotes: String {
        String(map { $0 == "'" ? "\"" : ($0 == "`" ? "'" : $0) })
    }
}

/// Opens a session with answers in the same notation.
func opened(_ form: String, _ answers: String = "{}", known: [(key: Text, value: Text)] = [], isNew: Bool = true,
            tables: [(Text, [[(column: Text, value: Text)]])] = []) throws -> FormSession {
    // Noon of 2026-11-21.
    let session = FormSession(form: try compiled(form), surroundings: SessionSurroundings(now: 1_795_262_400_000))
    for (name, rows) in tables { session.addTable(name, rows) }
    session.open(try JSONReader.value(of: Array(answers.replacingQuotes.utf8)), known: known, isNew: isNew)
    _ = session.takeChanges()
    return session
}

extension FormSession {
    func set(_ name: String, _ value: String, at positions: [Int] = []) throws {
        answer(try found(name, positions), Text(value))
    }

    func value(_ name: String, at positions: [Int] = []) throws -> String {
        tree.values[Int(try found(name, positions))].string
    }

    func state(_ name: String, at positions: [Int] = []) throws -> State {
        states[Int(try found(name, positions))]
    }

    func isAsked(_ name: String, at positions: [Int] = []) throws -> Bool {
        isAsked(try found(name, positions))
    }

    func offered(_ name: String) throws -> [String]? {
        let node = try found(name, [])
        guard let list = form.definitions[definitionOf[Int(node)]].list else { return nil }
        return states[Int(node)].options?.map { form.options(list)[$0].value.string }
    }

    /// The record as JSON.
    var record: String {
        var out = JSONOut()
        write(&out)
        return String(decoding: out.bytes, as: UTF8.self)
    }
}

extension FormSession {
    func found(_ name: String, _ positions: [Int]) throws -> NodeTree.Node {
        guard let node = node(Text(name), positions) else { throw ExpressionError(.unknownField, text: Text(name)) }
        return node
    }
}
