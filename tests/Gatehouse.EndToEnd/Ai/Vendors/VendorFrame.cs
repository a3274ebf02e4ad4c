namespace Gatehouse.EndToEnd.Ai.Vendors;

/// <summary>Bytes of a stream that are sent at once.</summary>
internal sealed record VendorFrame(FrameStage Stage, byte[] Bytes);
