using System.Text.Json;
using Gatehouse.Ai.Compliance;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Is shown every text of a request that would leave, in the same order each time.</summary>
internal interface ITextVisitor
{
    /// <summary>Whether anything but what it was shown is returned. Where not, nothing is put together.</summary>
    bool Rewrites { get; }

    /// <summary>Whether texts are read at all; where not, nothing has to be decoded for it.</summary>
    bool Reads => true;

    /// <summary>A text; what it returns goes out in its place.</summary>
    string Text(FieldKind kind, string text);

    /// <summary>JSON; what it returns goes out in its place and must be JSON.</summary>
    JsonElement Json(FieldKind kind, JsonElement value);

    /// <summary>Something that cannot be read, with what stands for it in the request where that is text.</summary>
    void Uninspectable(UninspectableKind kind, string? data = null);

    /// <summary>Text that has been shown in another form: the base64 of a document.</summary>
    void Note(string text)
    {
    }
}
