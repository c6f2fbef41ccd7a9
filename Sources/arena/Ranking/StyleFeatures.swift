import ArenaFormats
import ArgumentParser

/// The features whose share is taken out of a board, by name.
struct StyleFeatures: ExpressibleByArgument, Equatable, CustomStringConvertible {
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

    var description: String { names.joined(separator: ",") }

    /// Those that may be columns of the file; the standard ones need not be.
    var columns: [String] { names.filter { $0 != Self.side } }

    /// The values of battle after battle that `columns` has, with those of the side.
    func withSide(_ columns: [Double], count: Int) -> [Double] {
        guard let side = names.firstIndex(of: Self.side) else { return columns }
        var values: [Double] = []
        values.reserveCapacity(count * names.count)
        let width = names.count - 1
        for row in 0..<count {
            let start = row * width
            values += columns[start..<(start + side)]
            values.append(1)
            values += columns[(start + side)..<(start + width)]
        }
        return values
    }

    /// What the database can be asked for.
    static let stored = StyleCounts.features + [side]

    /// The first that the database does not have; nil when it has all.
    var notStored: String? { names.first { !Self.stored.contains($0) } }

    /// The values of a battle, in the order of the names; nil where it does not tell all that is asked for.
    ///
    /// A column of the file comes before what is measured.
    func values(of battle: BattleRecord) -> [Double]? {
        // Records of some formats, such as FastChat's log, have no columns.
        let told = battle.features.isEmpty ? columns.map { _ in Double.nan } : battle.features
        var measured: [Double]?
        var values: [Double] = []
        var rest = told[...]
        for name in names {
            if name == Self.side {
                values.append(1)
                continue
            }
            let value = rest.removeFirst()
            guard value.isNaN else {
                values.append(value)
                continue
            }
            guard let place = StyleCounts.features.firstIndex(of: name) else { return nil }
            measured = measured ?? Self.measured(battle)
            guard let measured else { return nil }
            values.append(measured[place])
        }
        return values
    }

    /// The standard features, from the counts that come with the battle or else from both answers.
    private static func measured(_ battle: BattleRecord) -> [Double]? {
        if let a = battle.styleA, let b = battle.styleB { return StyleCounts.difference(a, b) }
        guard let a = battle.responseA, let b = battle.responseB else { return nil }
        return StyleCounts.difference(StyleCounts(of: a), StyleCounts(of: b))
    }
}
