import { readFileSync } from "node:fs";
import { createServer } from "node:http";

// The password comes as a file, so it is in no environment, no image and no crash report.
const password = readFileSync(process.env.DATABASE_PASSWORD_FILE, "utf8").trim();
const database = new URL(process.env.DATABASE_URL);
database.password = password;

createServer((request, response) => {
  if (request.url === "/health") return response.end("ok");
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ shop: "open", database: database.hostname }));
}).listen(8000);
