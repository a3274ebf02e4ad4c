namespace Gatehouse.Core.Configuration;

/// <summary>One thing that is wrong with a configuration.</summary>
/// <param name="Path">Where, in the document's own terms: <c>services[0].routes[2].paths[1]</c>.</param>
/// <param name="Message">What, in Kong's words where Kong has words for it.</param>
/// <param name="Value">The offending value as the user wrote it, shortened and never a secret; null when it is absent.</param>
/// <param name="Remedy">What to do about it; null when the message says it.</param>
public sealed record ConfigError(string Path, string Message, string? Value = null, string? Remedy = null)
{
    /// <summary>What people call the entity with the error, for example <c>name: orders</c>; null when it has no name.</summary>
    public string? Entity { get; init; }

    /// <summary>One line for people. An error of the text as a whole has no path.</summary>
    public override string ToString()
        => $"{(Path.Length == 0 ? "" : $"{Path}{(Entity is null ? "" : $" ({Entity})")}: ")}{Message}{(Value is null ? "" : $" (value: {Value})")}{(Remedy is null ? "" : $"; {Remedy}")}";
}
