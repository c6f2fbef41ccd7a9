import Foundation
import Shipped

/// The sample content: invented models, prompts and hand-written responses of clearly different quality.
public struct SampleContent: Sendable, Decodable {
    /// An invented model.
    public struct Model: Sendable, Decodable {
        /// The name in addresses.
        public let slug: String
        /// The display name.
        public let name: String
        /// The invented maker.
        public let organization: String
        /// The licence it pretends to have.
        public let license: String
        /// What a million input tokens pretend to cost, in US dollars.
        public let inputPrice: Double
        /// What a million output tokens pretend to cost, in US dollars.
        public let outputPrice: Double
        /// How good it is, on the natural logit scale: the log-odds of its winning against a model of strength 0.
        public let strength: Double
    }

    /// A prompt with a response of every model.
    public struct Prompt: Sendable, Decodable {
        /// `en` or `ko`.
        public let language: String
        /// What kind of task it is.
        public let category: String
        /// What the models were asked.
        public let text: String
        /// What each model, by slug, answered.
        public let responses: [String: String]
    }

    /// The models.
    public let models: [Model]
    /// The prompts.
    public let prompts: [Prompt]

    /// Reads the content that ships with the program.
    public static func load() throws -> SampleContent {
        let folder = Shipped.folder("arena_ArenaSample.resources", fallback: Bundle.module.bundleURL)
        let data = try Data(contentsOf: folder.appending(path: "sample.json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(SampleContent.self, from: data)
    }
}
