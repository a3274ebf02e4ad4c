namespace Gatehouse.Ai.Selection;

/// <summary>What a deployment can do beyond plain text.</summary>
[Flags]
internal enum Capabilities
{
    None = 0,
    Tools = 1,
    Vision = 2,
    Files = 4,
    Audio = 8,
    JsonObject = 16,
    JsonSchema = 32,
    Streaming = 64,
    Reasoning = 128,
    Logprobs = 256,
    MultipleChoices = 512,
    Seed = 1024,
}
