namespace Gatehouse.Ai.Canonical;

/// <summary>What shape the answer's text must have.</summary>
internal enum ResponseFormatKind
{
    Text,

    /// <summary>Any JSON object.</summary>
    JsonObject,

    /// <summary>JSON that matches a schema.</summary>
    JsonSchema,
}
