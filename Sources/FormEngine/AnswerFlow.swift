/// One stored answer that a form works out from others: a calculation, or a default.
public struct AnswerFlow: Sendable, Hashable {
    /// The question whose answer is worked out, in a repeat or not.
    public let field: String
    /// What of the record holds it: the field itself, or the outermost repeat around it.
    public let entry: String
    /// The entries of the record it may take words from, sorted; not what only decides whether it is asked.
    public let reads: [String]
    /// Whether it may also take from other records and tables.
    public let reachesOut: Bool
    /// The rule's text.
    public let rule: String
}

extension Expression {
    /// `${last-saved#name}`: an answer of another record.
    fileprivate var namesLastSaved: Bool {
        for node in nodes { if case .field(let name) = node, name.hasPrefix("last-saved#") { return true } }
        return false
    }
}

extension FormDefinition {
    /// What of this form is worked out from what, as far as the rules' texts can tell: where a path may lead anywhere, all
    /// entries count as read. What a calculation reads through another one stands with that other one.
    public var answerFlows: [AnswerFlow] {
        var found: [AnswerFlow] = []
        for number in compiled.definitions.indices where compiled.definitions[number].kind == .field {
            for index in compiled.definitions[number].rules where compiled.rules[index].kind == .calculation {
                found.append(flow(compiled.rules[index].expression, into: number))
            }
            if let initial = compiled.definitions[number].initialRule { found.append(flow(initial, into: number)) }
        }
        return found
    }

    private func flow(_ expression: Expression, into owner: Int) -> AnswerFlow {
        // A trigger only says when; what is read is in the text.
        let rule = FormRule(kind: .calculation, owner: owner, expression: expression)
        var reads: Set<String> = []
        for number in RuleReader.read(rule, compiled).reads {
            // The text of a group is the text of all that is in it.
            for inner in compiled.below(number) where inner != owner && compiled.definitions[inner].kind == .field { reads.insert(entryName(of: inner)) }
        }
        return AnswerFlow(field: compiled.definitions[owner].name.string, entry: entryName(of: owner), reads: reads.sorted(),
                          reachesOut: expression.reachesOut(beyond: compiled.listPlaces) || expression.namesLastSaved, rule: expression.text)
    }

    private func entryName(of number: Int) -> String {
        let outer = compiled.path(number).first { compiled.definitions[$0].kind == .repeated }
        return compiled.definitions[outer ?? number].name.string
    }

    /// Every question that holds an answer, at any depth, with the sensitivity class under which its answer is stored: its
    /// own, or that of the outermost repeat around it.
    public var storedClasses: [String: String] {
        var classes: [String: String] = [:]
        for entry in entries() { classes[entry.name] = entry.permission }
        var found: [String: String] = [:]
        for number in compiled.definitions.indices where compiled.definitions[number].kind == .field {
            found[compiled.definitions[number].name.string] = classes[entryName(of: number)]
        }
        return found
    }
}
