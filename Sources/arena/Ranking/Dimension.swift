import ArenaCore
import ArgumentParser

/// What battles can be parted by.
enum Dimension: String, ExpressibleByArgument, CaseIterable {
    case category
    case language

    /// The slices of some battles by some dimensions: all of them first, then dimension by dimension, most battles first.
    ///
    /// - Parameter least: slices of fewer battles are left out.
    static func slices(of overview: SliceOverview, by dimensions: [Dimension], least: Int) -> [Slice] {
        var slices = [Slice.overall]
        for dimension in dimensions {
            let entries = dimension == .category ? overview.categories : overview.languages
            for entry in entries where entry.battles >= least {
                slices.append(
                    dimension == .category ? Slice(category: entry.name) : Slice(language: entry.name)
                )
            }
        }
        return slices
    }
}
