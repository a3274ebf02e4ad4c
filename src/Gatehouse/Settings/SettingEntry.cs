namespace Gatehouse.Settings;

/// <summary>A setting as somebody wrote it.</summary>
/// <param name="Key">Key, lower case.</param>
/// <param name="Values">One text, or the elements of a YAML sequence.</param>
/// <param name="IsSequence">Whether it was written as a sequence, so that commas do not separate.</param>
/// <param name="Source">Where: <c>gatehouse.yaml:3</c> or <c>GATEHOUSE_PROXY_LISTEN</c>.</param>
/// <param name="BaseDirectory">Directory that relative paths count from.</param>
internal sealed record SettingEntry(
    string Key, IReadOnlyList<string> Values, bool IsSequence, string Source, string BaseDirectory)
{
    /// <summary>Whether a value came out of a vault reference, and is therefore never shown.</summary>
    public bool IsResolved { get; init; }

    /// <summary>The value as it was written.</summary>
    public string Text => IsSequence ? string.Join(", ", Values) : Values[0];
}
