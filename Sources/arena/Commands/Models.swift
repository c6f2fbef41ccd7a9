import ArenaCore
import ArenaStore
import ArgumentParser
import Foundation

/// `arena model`: registers models and moves them through their public life.
struct Models: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "List the models, register one, or change a model's stage or what is told of it.",
        discussion: """
            Stages: hidden (in no battle, on no board), preview (fights battles, is not on the board), listed (fights and is on \
            the board), retired (on the board, fights no more). Each change is kept with its time.
            """,
        subcommands: [List.self, Add.self, Set.self, Stage.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the models with their stages.")
        @OptionGroup(title: "Database") var database: DatabaseOptions
        @OptionGroup(title: "Common") var common: CommonOptions

        func run() async throws {
            let setup = try await CommandSetup(database, common)
            try await CommandRunner.withDatabase(setup, purpose: "arena model") { database in
                let catalogue = try await PostgresCatalogueStore(pool: database.pool, offersSample: false).catalogue()
                for model in catalogue.models {
                    let stage = model.stage.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
                    let name = Console.printable(model.name)
                    try Console.result("\(stage)  \(model.slug)" + (name == model.slug ? "" : "  (\(name))") + "\n")
                }
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Register a model.")
        @Argument(help: "Its exact name.") var name: String
        @Option(help: "Who makes it.") var organization: String?
        @Option(help: "Its licence.") var license: String?
        @Option(help: "Where it begins: \(Models.stages).", transform: Models.stage(named:))
        var stage: ModelStage = .listed
        @OptionGroup(title: "Database") var database: DatabaseOptions
        @OptionGroup(title: "Common") var common: CommonOptions

        func validate() throws {
            guard !name.isEmpty else { throw ValidationError("A model needs a name.") }
        }

        func run() async throws {
            let setup = try await CommandSetup(database, common)
            try await CommandRunner.withDatabase(setup, purpose: "arena model", creating: true) { database in
                let model = CatalogueWriter.NewModel(name: name, organization: organization, license: license)
                let writer = ModelRegister(pool: database.pool)
                guard let slug = try await writer.add(model, at: stage) else {
                    throw Refusal("There is a model named \(name) already.")
                }
                try Console.result("\(slug) is registered, \(stage.rawValue).\n")
            }
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what is told of a model.",
            discussion: "What is not given stays as it is. Pages and the API show it at once."
        )
        @Argument(help: "The model's short name, as in addresses.") var slug: String
        @Option(help: "Who makes it.") var organization: String?
        @Option(help: "Its licence.") var license: String?
        @Option(help: "What a million input tokens cost, in US dollars.") var inputPrice: Double?
        @Option(help: "What a million output tokens cost, in US dollars.") var outputPrice: Double?
        @Option(help: "How many tokens it takes in.") var contextTokens: Int32?
        @OptionGroup(title: "Database") var database: DatabaseOptions
        @OptionGroup(title: "Common") var common: CommonOptions

        private var change: ModelDescription {
            var description = ModelDescription()
            description.organization = organization
            description.license = license
            description.inputPrice = inputPrice
            description.outputPrice = outputPrice
            description.contextTokens = contextTokens
            return description
        }

        func validate() throws {
            guard change != ModelDescription() else { throw ValidationError("Nothing to change was given.") }
            guard [inputPrice, outputPrice].allSatisfy({ $0.map { $0 >= 0 && $0.isFinite } ?? true }) else {
                throw ValidationError("A price is a number of dollars, 0 or more.")
            }
            guard contextTokens.map({ $0 > 0 }) ?? true else {
                throw ValidationError("--context-tokens is a number above 0.")
            }
        }

        func run() async throws {
            let setup = try await CommandSetup(database, common)
            try await CommandRunner.withDatabase(setup, purpose: "arena model") { database in
                guard try await ModelRegister(pool: database.pool).describe(slug, change) else {
                    throw Refusal("There is no model \(slug); `arena model list` names them all.")
                }
                try Console.result("\(slug) is described anew.\n")
            }
        }
    }

    struct Stage: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change a model's stage.")
        @Argument(help: "The model's short name, as in addresses.") var slug: String
        @Argument(help: "The new stage: \(Models.stages).", transform: Models.stage(named:))
        var stage: ModelStage
        @OptionGroup(title: "Database") var database: DatabaseOptions
        @OptionGroup(title: "Common") var common: CommonOptions

        func run() async throws {
            let setup = try await CommandSetup(database, common)
            try await CommandRunner.withDatabase(setup, purpose: "arena model") { database in
                switch try await ModelRegister(pool: database.pool).move(slug, to: stage) {
                case .moved: try Console.result("\(slug) is \(stage.rawValue) now.\n")
                case .unchanged: try Console.result("\(slug) was \(stage.rawValue) already.\n")
                case .unknown: throw Refusal("There is no model \(slug); `arena model list` names them all.")
                }
            }
        }
    }

    private static func stage(named name: String) throws -> ModelStage {
        guard let stage = ModelStage(rawValue: name) else {
            throw ValidationError("\"\(name)\" is no stage; the stages are \(stages).")
        }
        return stage
    }

    private static let stages = ModelStage.allCases.map(\.rawValue).joined(separator: ", ")
}
