using System.Text;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>A second name for the numbers of other families, told apart by one more label. Costs nothing while counting.</summary>
internal sealed class MetricAlias(string name, string help, IReadOnlyList<MetricAliasSource> sources)
{
    public string Name { get; } = name;

    public string Help { get; } = help;

    public byte[] NameBytes { get; } = Encoding.ASCII.GetBytes(name);

    public IReadOnlyList<MetricAliasSource> Sources { get; } = sources;
}
