namespace Gatehouse.Ai.Canonical;

/// <summary>Whether the model must call a tool.</summary>
internal enum ToolChoiceKind
{
    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>It must not.</summary>
    None,

    /// <summary>Some tool (OpenAI's required, Anthropic's any).</summary>
    Required,

    /// <summary>The one that is named.</summary>
    Named,
}
