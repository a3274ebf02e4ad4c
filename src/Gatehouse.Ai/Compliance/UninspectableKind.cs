namespace Gatehouse.Ai.Compliance;

/// <summary>A part that would leave and cannot be read here.</summary>
internal enum UninspectableKind
{
    Image,
    File,
    Audio,
    Video,

    /// <summary>An address that the vendor would fetch.</summary>
    Url,

    /// <summary>A long encoded blob inside a text that is not text itself.</summary>
    Blob,

    /// <summary>Opaque bytes: encrypted reasoning, token ids, unknown parts.</summary>
    Opaque,
}
