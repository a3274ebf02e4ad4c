namespace Gatehouse.Bench.Measurements;

/// <summary>One number of one peer in one round; the unit is the scenario's.</summary>
internal sealed record SingleFigure(string Peer, int Round, double Value);
