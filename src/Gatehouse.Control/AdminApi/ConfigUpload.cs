namespace Gatehouse.Control.AdminApi;

/// <summary>A declarative text as it was posted.</summary>
/// <param name="Text">The text; null when the body holds none.</param>
/// <param name="ChecksHash">Whether an unchanged configuration is to be answered 304.</param>
/// <param name="FlattensErrors">Whether errors are wanted by entity.</param>
/// <param name="Problem">Status and message when the body cannot be taken at all.</param>
internal sealed record ConfigUpload(string? Text, bool ChecksHash, bool FlattensErrors, (int Status, string Message)? Problem = null);
