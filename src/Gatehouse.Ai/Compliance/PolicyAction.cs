namespace Gatehouse.Ai.Compliance;

/// <summary>What a policy does with requests that carry a class.</summary>
internal enum PolicyAction
{
    /// <summary>Any deployment may see it.</summary>
    Allow = 0,

    /// <summary>Only deployments that admit the class may see it.</summary>
    Restrict,

    /// <summary>What was recognised is replaced by placeholders, then any deployment may see the rest. Where that cannot help (declared, uninspectable, failed): as restrict.</summary>
    Redact,

    /// <summary>Nobody may see it: the request is refused.</summary>
    Refuse,
}
