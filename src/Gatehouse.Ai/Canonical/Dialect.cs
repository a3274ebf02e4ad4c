namespace Gatehouse.Ai.Canonical;

/// <summary>A family of client dialects or vendors: who minted an id, a signature or a field.</summary>
internal enum Dialect
{
    /// <summary>The gateway's own.</summary>
    Own,

    OpenAi,

    Anthropic,

    Bedrock,

    Ollama,
}
