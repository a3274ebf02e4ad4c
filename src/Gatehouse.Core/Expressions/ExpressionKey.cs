namespace Gatehouse.Core.Expressions;

/// <summary>A key that an expression looks up in a map of its host.</summary>
/// <param name="text">The key, UTF-8.</param>
/// <param name="prepared">What <see cref="ExpressionVariable.PrepareKey"/> made of it; null when the key was not known before.</param>
public readonly ref struct ExpressionKey(ReadOnlySpan<byte> text, object? prepared)
{
    public ReadOnlySpan<byte> Text { get; } = text;

    public object? Prepared { get; } = prepared;
}
