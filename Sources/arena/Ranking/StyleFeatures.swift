import ArenaFormats
import ArgumentParser

/// The features whose share is taken out of a board, by name.
struct StyleFeatures: ExpressibleByArgument, Equatable {
    /// LMArena's set.
    static let standard = StyleFeatures(names: StyleCounts.features)
    /// The advantage of being shown as A.
    private static let side = "side"

    let names: [String]

    private init(names: [String]) { self.names = names }

    init?(argument: String) {
        let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard !names.contains(""), Set(names).count == names.count else { return nil }
        self.names = names
    }

    var defaultValueDescription: String { names.joined(separator: ",") }

    /// Those that are columns of the file.
    var columns: [String] { names.filter { !StyleCounts.features.contains($0) && $0 != Self.side } }

    /// What the database can be asked for.
    static let stored = StyleCounts.features + [side]

    /// The first that the database does not have; nil when it has all.
    var notStored: String? { names.first { !Self.stored.contains($0) } }

    /// The values of a battle, in the order of the names; nil where it does not tell all that is asked for.
    func values(of battle: BattleRecord) -> [Float]? {
        var style: [Float] = []
        if names.contains(where: StyleCounts.features.contains) {
            let told = battle.styleA.flatMap { a in battle.styleB.map { (a, $0) } }
            let read = battle.responseA.flatMap { a in
                battle.responseB.map { (StyleCounts(of: a), StyleCounts(of: $0)) }
            }
            guard let (a, b) = told ?? read else { return nil }
            style = StyleCounts.difference(a, b)
        }
        // Records of some formats, such as FastChat's log, have no columns.
        guard battle.features.count == columns.count else { return nil }
        var values = battle.features[...]
        return names.map { name in
            if name == Self.side { return 1 }
            if let place = StyleCounts.features.firstIndex(of: name) { return style[place] }
            return values.removeFirst()
        }
    }
}
