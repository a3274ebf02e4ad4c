namespace Gatehouse.EndToEnd.Samples;

/// <summary>The sample about keys, tokens, roles and policies.</summary>
public sealed class IdentitySample() : RunningSample("identity");
