"""The public record site behind the QR codes."""
