using Xunit;

namespace Gatehouse.EndToEnd.Leaks;

/// <summary>Tests that measure memory or latency: nothing else of this project runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietCollection
{
    public const string Name = "Quiet";
}
