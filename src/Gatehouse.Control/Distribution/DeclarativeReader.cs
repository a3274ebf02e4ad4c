using Gatehouse.Control.Declarative;

namespace Gatehouse.Control.Distribution;

/// <summary>Reads by the declarative loader.</summary>
public sealed class DeclarativeReader(DeclarativeLoader loader) : IDeclarativeReader
{
    public string HashOf(string text) => DeclarativeLoader.HashOf(text);

    public DeclarativeResult Read(string text) => loader.Load(text);
}
