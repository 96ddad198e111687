import Foundation
import Foundations
import Matching

/// What the matcher answers to labelled questions, counted.
struct Quality {
    struct Count {
        var asked = 0
        var right = 0

        var share: Double { asked == 0 ? 1 : Double(right) / Double(asked) }
    }

    var duplicates = Count()
    var tracing = Count()
    var duplicatesByScript: [String: Count] = [:]
    var tracingByScript: [String: Count] = [:]
    var byKind: [String: Count] = [:]
    /// Registrations, and what they were shown that is another child.
    var registrations = 0
    var falseHints = 0
    /// The true child among the candidates before scoring.
    var reached = Count()
    var requestFalse = 0
    var millis: [Double] = []
    /// Duplicates found and false hints at other thresholds.
    var curve: [Double: (right: Int, wrong: Int)] = [:]
    var keysPerChild = 0.0

    /// Hints that are right, of all that were shown.
    var precision: Double { Double(duplicates.right) / Double(max(1, duplicates.right + falseHints)) }
    var falsePerRegistration: Double { Double(falseHints) / Double(max(1, registrations)) }
    var tracingPrecision: Double { Double(tracing.right) / Double(max(1, tracing.right + requestFalse)) }

    init(_ district: some LabelledDistrict, _ weights: LikenessWeights, note: (String) -> Void = { _ in }) {
        let index = MemoryIndex()
        for child in district.stored { index.add(child) }
        keysPerChild = Double(index.keys) / Double(max(1, index.folded.count))
        let threshold = LikenessSearch(ChildDescription(), for: .duplicate, weights).candidates(in: index).threshold
        func ask(_ one: Labelled, _ purpose: LikenessPurpose, _ threshold: Double? = nil) -> [(child: Int32, likeness: Likeness)] {
            let start = Self.processorMillis()
            let found = index.found(one.child, for: purpose, weights, threshold: threshold)
            millis.append(Self.processorMillis() - start)
            return found
        }
        for one in district.registrations {
            // The first of a list are the same at each threshold.
            let all = ask(one, .duplicate, 0.02), found = all.filter { $0.likeness.score >= threshold }
            registrations += 1
            for threshold in [0.02, 0.05, 0.1, 0.2, 0.3, 0.5] {
                for hint in all where hint.likeness.score >= threshold {
                    if Int(hint.child) == one.truth { curve[threshold, default: (0, 0)].right += 1 } else { curve[threshold, default: (0, 0)].wrong += 1 }
                }
            }
            falseHints += found.count { Int($0.child) != one.truth }
            guard let truth = one.truth else {
                if let first = found.first { note("false: \(Self.line(one.child)) ~ \(Self.line(district.stored[Int(first.child)])) \(Self.line(first.likeness))") }
                continue
            }
            let isRight = found.contains { Int($0.child) == truth }
            Self.add(&duplicates, isRight)
            Self.add(&duplicatesByScript[one.script, default: Count()], isRight)
            Self.add(&byKind["registration: " + one.kind, default: Count()], isRight)
            let candidates = LikenessSearch(one.child, for: .duplicate, weights).candidates(in: index)
            let isReached = candidates.children.contains(Int32(truth))
            Self.add(&reached, isReached)
            if !isRight {
                note("missed\(isReached ? "" : " before scoring"): \(Self.line(one.child)) ~ \(Self.line(district.stored[truth])) " +
                    Self.line(candidates.scorer.likeness(to: index.folded[truth])))
            }
        }
        for one in district.requests {
            let found = ask(one, .tracing)
            requestFalse += found.count { Int($0.child) != one.truth }
            let isRight = found.contains { Int($0.child) == one.truth }
            Self.add(&tracing, isRight)
            Self.add(&tracingByScript[one.script, default: Count()], isRight)
            Self.add(&byKind["request: " + one.kind, default: Count()], isRight)
            if !isRight, let truth = one.truth {
                let candidates = LikenessSearch(one.child, for: .tracing, weights).candidates(in: index)
                note("lost\(candidates.children.contains(Int32(truth)) ? "" : " before scoring"): \(Self.line(one.child)) ~ \(Self.line(district.stored[truth])) " +
                    Self.line(candidates.scorer.likeness(to: index.folded[truth])))
            }
        }
        millis.sort()
    }

    /// Of this thread: what else runs on the machine does not count.
    private static func processorMillis() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }

    private static func add(_ count: inout Count, _ isRight: Bool) {
        count.asked += 1
        if isRight { count.right += 1 }
    }

    private static func line(_ child: ChildDescription) -> String {
        let lists = [child.given, child.family, child.other, [child.sex ?? ""], [child.birth?.description ?? ""], child.places, child.mother, child.father, child.siblings]
        return "[" + lists.map { $0.joined(separator: " / ") }.joined(separator: " | ") + "]"
    }

    private static func line(_ likeness: Likeness) -> String {
        String(format: "%.3f ", likeness.score) + likeness.reasons.map { $0.code + String(format: " %.1f", $0.bits) }.joined(separator: ", ")
    }

    /// The lines of the report.
    var report: [String] {
        func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
        func list(_ counts: [String: Count]) -> String { counts.sorted { $0.key < $1.key }.map { "\($0.key) \(percent($0.value.share)) of \($0.value.asked)" }.joined(separator: ", ") }
        return [
            "duplicates: recall \(percent(duplicates.share)) of \(duplicates.asked), false hints \(String(format: "%.3f", falsePerRegistration)) per registration of \(registrations), precision \(percent(precision)); reached \(percent(reached.share))",
            "  by script: \(list(duplicatesByScript))",
            "  by threshold: " + curve.sorted { $0.key < $1.key }.map { threshold, count in
                "\(threshold): \(percent(Double(count.right) / Double(max(1, duplicates.asked)))), \(String(format: "%.3f", Double(count.wrong) / Double(max(1, registrations)))) false"
            }.joined(separator: "; "),
            "tracing: top 5 \(percent(tracing.share)) of \(tracing.asked), precision \(percent(tracingPrecision))",
            "  by script: \(list(tracingByScript))",
            "  by kind: \(list(byKind))",
            String(format: "  time: median %.1f ms, 95 %% %.1f ms, most %.1f ms; %.0f keys a child", millis[millis.count / 2], millis[millis.count * 95 / 100], millis.last ?? 0, keysPerChild),
        ]
    }
}
