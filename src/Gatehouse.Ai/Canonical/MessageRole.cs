namespace Gatehouse.Ai.Canonical;

/// <summary>Who says a message.</summary>
internal enum MessageRole
{
    /// <summary>Instructions (OpenAI's system and developer); may stand anywhere, providers that know only one place join them.</summary>
    System,

    /// <summary>The user; also carries the results of tools, before any text.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
