using Gatehouse.Control.Declarative;

namespace Gatehouse.Control.Distribution;

/// <summary>Turns declarative text into a validated configuration.</summary>
public interface IDeclarativeReader
{
    /// <summary>The hash a text will have, without reading it.</summary>
    string HashOf(string text);

    /// <summary>Reads YAML or JSON; reports every error and never throws for what stands in the text.</summary>
    DeclarativeResult Read(string text);
}
