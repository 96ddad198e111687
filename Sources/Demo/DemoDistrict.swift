public import Casework

/// A believable district that holds no real person: a sequence of stories, computed one at a time, so that
/// memory does not grow with the number of children.
///
/// The same options and files give the same stories. Exactly `options.children` dossiers begin in it; beside them
/// stand notifications that were screened out and some that nobody has looked at yet.
public struct DemoDistrict: Sequence, Sendable {
    public let options: DemoOptions
    public let staff: DemoStaff
    public let places: PlaceTree
    public let names: NameBook
    let context: DemoContext

    public init(options: DemoOptions, assets: DemoAssets) {
        self.options = options
        let staff = DemoStaff(options: options, names: assets.names)
        self.staff = staff
        places = assets.places
        names = assets.names
        context = DemoContext(options: options, assets: assets, staff: staff)
    }

    /// Two for every team, so that each has something on its board.
    public var newNotifications: Int { Swift.max(6, staff.teams * 2) }

    /// The numbers of the demo's cases are 0 ..< options.children in this space.
    public var caseNumbers: CaseNumberSpace {
        var random = SplitMix64(seed: options.seed, kind: 2, index: 0)
        let key = (0..<16).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        guard let space = CaseNumberSpace(site: Int(options.seed % 1024), key: key) else {
            preconditionFailure("sixteen bytes and a site below 1024 make a space")
        }
        return space
    }

    public func makeIterator() -> Iterator { Iterator(self) }

    public struct Iterator: IteratorProtocol {
        private let district: DemoDistrict
        private let numbers: CaseNumberSpace
        private var family = 0
        private var children = 0
        private var loose = 0
        private var fresh = 0
        private var looseDue = false

        init(_ district: DemoDistrict) {
            self.district = district
            numbers = district.caseNumbers
        }

        public mutating func next() -> DemoBundle? {
            if looseDue {
                looseDue = false
                return looseStory()
            }
            if children < district.options.children { return familyStory() }
            if fresh < district.newNotifications { return freshStory() }
            return nil
        }

        /// Stories begin in the order of time, the last ones four days ago.
        private func day(_ random: inout SplitMix64) -> Int {
            let options = district.options
            let span = DemoOptions.days - 4
            let progress = span * children / options.children
            return Swift.min(options.firstDay + progress + random.below(6), options.today - 4)
        }

        private mutating func familyStory() -> DemoBundle {
            let options = district.options
            var random = SplitMix64(seed: options.seed, kind: 3, index: family)
            let day = day(&random)
            looseDue = random.chance(22)
            var story = Story(district.context, random: random)
            let invented = story.inventFamily(index: family, day: day, atMost: options.children - children)
            var counter = UInt32(children)
            let numbers = numbers
            story.family(invented, day: day, counter: &counter,
                         numbers: { numbers.number($0).map { $0.description } ?? "" },
                         withConflict: family % Swift.max(11, options.children / 200) == 3)
            family += 1
            children += invented.children.count
            return story.bundle(children: invented.children.count)
        }

        private mutating func looseStory() -> DemoBundle {
            var random = SplitMix64(seed: district.options.seed, kind: 4, index: loose)
            loose += 1
            let day = day(&random)
            var story = Story(district.context, random: random)
            story.looseAlert(day: day, decided: true)
            return story.bundle(children: 0)
        }

        /// Came in the last days and waits for triage.
        private mutating func freshStory() -> DemoBundle {
            var random = SplitMix64(seed: district.options.seed, kind: 5, index: fresh)
            fresh += 1
            let day = district.options.today - random.below(4)
            var story = Story(district.context, random: random)
            story.looseAlert(day: day, decided: false)
            return story.bundle(children: 0)
        }
    }
}
