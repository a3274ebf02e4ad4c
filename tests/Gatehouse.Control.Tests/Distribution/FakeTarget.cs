using Gatehouse.Core.Configuration;

namespace Gatehouse.Control.Tests.Distribution;

/// <summary>Stands for the gateway: takes configurations, or refuses them with <see cref="Errors"/>.</summary>
internal sealed class FakeTarget : IConfigTarget
{
    private readonly Lock _gate = new();
    private readonly List<ConfigSet> _applied = [];

    public IReadOnlyList<ConfigError> Errors { get; set; } = [];

    public IReadOnlyList<ConfigSet> Applied
    {
        get
        {
            lock (_gate)
            {
                return [.. _applied];
            }
        }
    }

    public ValueTask<IReadOnlyList<ConfigError>> ApplyAsync(ConfigSet config, CancellationToken cancellationToken)
    {
        if (Errors.Count == 0)
        {
            lock (_gate)
            {
                _applied.Add(config);
            }
        }

        return ValueTask.FromResult(Errors);
    }
}
