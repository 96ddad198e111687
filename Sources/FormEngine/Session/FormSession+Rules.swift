// Working rules out, in the order the form was given when it was compiled.
extension FormSession {
    /// Works out what is marked. A rule marks only rules behind it, so one pass is enough; a `repeat_count` that
    /// makes new fields marks their rules, which all come later too.
    func settle() {
        for index in form.rules.indices {
            let nodes: [Node]
            switch dirty[index] {
            case .clean: continue
            case .some(let some): nodes = some
            case .all: nodes = nodesOf[holder(of: form.rules[index])]
            }
            dirty[index] = .clean
            let holder = holder(of: form.rules[index])
            for node in nodes where definitionOf[Int(node)] == holder { work(index, node) }
        }
    }

    /// A count works on what the repetitions stand in, since there may be none of them.
    private func holder(of rule: FormRule) -> Int {
        rule.kind == .repeatCount ? form.definitions[rule.owner].parent ?? 0 : rule.owner
    }

    private func work(_ index: Int, _ node: Node) {
        let rule = form.rules[index]
        // What is not asked is not worked out: it keeps what is stored. It is done when it comes back.
        if rule.kind != .relevant, !isAsked(node) { return }
        evaluations += 1
        evaluator.working = form.definitions[rule.owner].name
        switch rule.kind {
        case .relevant: relevance(rule, node)
        case .calculation: calculate(rule, node)
        case .constraint: check(node)
        case .required:
            let isRequired = truth(rule, node) ?? false
            if states[Int(node)].isRequired != isRequired {
                states[Int(node)].isRequired = isRequired
                note(node)
            }
            check(node)
        case .readOnly:
            let isReadOnly = truth(rule, node) ?? false
            if states[Int(node)].isReadOnly != isReadOnly {
                states[Int(node)].isReadOnly = isReadOnly
                note(node)
            }
        case .choices:
            filter(rule, node)
            check(node)
        case .repeatCount: recount(rule, in: node)
        }
    }

    func value(_ expression: Expression, _ node: Node) -> Value? {
        do {
            return try evaluator.evaluate(expression, at: node)
        } catch {
            return nil
        }
    }

    private func truth(_ rule: FormRule, _ node: Node) -> Bool? {
        value(rule.expression, node).map { evaluator.bool($0) }
    }

    /// A number that is none, and a date that is none, are blank.
    func answerText(_ value: Value?) -> Text {
        guard let value else { return "" }
        if case .number(let number) = value, !number.isFinite { return "" }
        return evaluator.text(value)
    }

    private func relevance(_ rule: FormRule, _ node: Node) {
        // A rule that cannot be worked out must not hide a question.
        let isRelevant = truth(rule, node) ?? true
        guard states[Int(node)].isRelevant != isRelevant else { return }
        states[Int(node)].isRelevant = isRelevant
        tree.hide(node, !isRelevant)
        let number = rule.owner
        for inner in form.below(number) {
            soil(readersOf: inner, near: node)
            evaluator.work?.spend(nodesOf[inner].count, on: form.definitions[number].name)
            for other in nodesOf[inner] where isWithin(other, node) {
                note(other)
                for index in form.definitions[inner].rules where !(inner == number && form.rules[index].kind == .relevant) {
                    // Nothing that was calculated on a trigger is calculated just because it is asked again.
                    if form.rules[index].kind == .repeatCount {
                        dirty[index] = .all
                    } else if form.rules[index].triggers.isEmpty {
                        soil(index, [other])
                    }
                }
                check(other)
            }
        }
    }

    private func calculate(_ rule: FormRule, _ node: Node) {
        if leavesUncertain, rule.isVolatile || rule.reachesOut, !tree.values[Int(node)].isEmpty { return }
        let text = answerText(value(rule.expression, node))
        if tree.values[Int(node)] == text { return }
        states[Int(node)].source = "calculation"
        store(text, in: node)
    }

    /// Adds what is missing at the end. What is too much stays when it holds an answer.
    private func recount(_ rule: FormRule, in parent: Node) {
        let number = rule.owner
        let wanted = evaluator.number(value(rule.expression, parent) ?? .number(.nan))
        guard wanted >= 0 else { return }
        let target = Int(min(wanted, Double(FormSession.mostRepeats)))
        var present = repetitions(number, in: parent)
        while present.count < target, evaluator.work?.isExhausted != true, let node = repeated(number, in: parent) {
            start(node)
            soilRepetition(number, node)
            present.append(node)
        }
        while present.count > target, let last = present.last, isUnanswered(last) {
            present.removeLast()
            forget(last)
            soilRepetition(number, nil)
        }
    }

    private func isUnanswered(_ top: Node) -> Bool {
        var at = top
        while at != NodeTree.none {
            if tree.kind(at) == .answer, !tree.values[Int(at)].isEmpty, states[Int(at)].source != "calculation",
               states[Int(at)].source != "default" { return false }
            let child = tree.firstChild[Int(at)]
            at = child != NodeTree.none ? child : tree.following(at, within: top)
        }
        return true
    }

    // MARK: Checks

    /// What is wrong with a field now; nothing is wrong with one that is not asked.
    func check(_ node: Node) {
        let number = definitionOf[Int(node)]
        guard number > 0, form.definitions[number].kind == .field else { return }
        let fault = isAsked(node) ? faultOf(node, form.definitions[number]) : nil
        if states[Int(node)].fault != fault {
            states[Int(node)].fault = fault
            note(node)
        }
    }

    private func faultOf(_ node: Node, _ definition: CompiledForm.Definition) -> Fault? {
        let text = tree.values[Int(node)]
        if text.saysNothing { return states[Int(node)].isRequired && !definition.isRetired ? .required : nil }
        if let fault = typeFault(text, node, definition) { return fault }
        for index in definition.rules where form.rules[index].kind == .constraint {
            evaluations += 1
            evaluator.working = definition.name
            guard let holds = truth(form.rules[index], node) else { return .rule }
            if !holds { return .constraint }
        }
        return nil
    }

    private func typeFault(_ text: Text, _ node: Node, _ definition: CompiledForm.Definition) -> Fault? {
        let bytes = text.utf8
        switch definition.type {
        case .integer:
            return text.int64 == nil ? .type : nil
        case .decimal: return isDecimal(bytes) ? nil : .type
        case .date: return isDate(bytes) ? nil : .type
        case .partialDate: return isPartialDate(bytes) ? nil : .type
        case .time: return isTime(bytes) ? nil : .type
        case .dateTime: return isDateTime(bytes) ? nil : .type
        case .one: return isOffered(text, node, definition) ? nil : .choice
        case .many:
            var seen = TextTable()
            for value in text.words where !isOffered(value, node, definition) || !seen.insert(value) { return .choice }
            return nil
        case .text:
            return text.scalars.count > definition.longest ?? FormDefinition.longestText ? .length : nil
        }
    }

    private func isOffered(_ value: Text, _ node: Node, _ definition: CompiledForm.Definition) -> Bool {
        guard let name = definition.list else { return true }
        let options = form.options(name)
        if options.isEmpty { return true }
        var isKnown = false
        for (place, option) in options.enumerated() where option.value == value {
            isKnown = true
            if states[Int(node)].options.map({ $0.contains(place) }) ?? true { return true }
        }
        return !isKnown && definition.orOther
    }
}
