using System.Runtime.InteropServices;

namespace Gatehouse.Protocols.Jose.Json;

/// <summary>
/// One value of a text that was read: where its name and its own bytes are, and where the next value after its subtree stands.
/// The children of a container begin right behind it.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct JsonNode
{
    public int NameStart;
    public int NameLength;
    public int Start;
    public int Length;
    public int Next;
    public JsonKind Kind;
}
