using System.Runtime.CompilerServices;

namespace Gatehouse.Gateway.Routing;

/// <summary>The nodes of one walk, on the stack. More nested prefixes than this are legal, and only searched in another order.</summary>
[InlineArray(Capacity)]
internal struct PathNodeStack
{
    /// <summary>Number of places.</summary>
    public const int Capacity = 16;

    private PathNode? _first;
}
