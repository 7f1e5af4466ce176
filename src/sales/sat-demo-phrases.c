/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people write down about their customers. */

#include "config.h"

#include "sat-demo-words.h"

/* clang-format off */

const char *const sat_demo_deal_topics[] = { "Fleet tracking", "Depot charging", "Cold chain monitoring", "Route planning", "Dash cameras", "Driver app", "Tachograph archive", "Trailer tracking", "Workshop planning", "Tyre and fuel sensors", "Charging for company cars", "Asset tags for tools", NULL };
const char *const sat_demo_deal_scopes[] = { "first depot", "pilot", "roll-out", "phase 2", "northern branches", "southern branches", "new vehicles", "winter season", "all sites", "replacement of the old system", "subcontractors", "extension", "night fleet", "city vans", NULL };
const char *const sat_demo_renewal_topics[] = { "Renewal of Helm Fleet", "Renewal of premium support", "Renewal of route planning", "Renewal of cold chain licences", "Renewal of charging services", NULL };
const char *const sat_demo_sources[] = { "Referral", "Trade fair", "Website", "Cold call", "Partner", "Existing customer", "Tender", NULL };
const char *const sat_demo_lost_reasons[] = { "Price", "Went with a competitor", "No budget this year", "No decision", "Missing function", "Project cancelled", "Contact left", NULL };
const char *const sat_demo_next_steps[] = { "Send the revised offer", "Agree a date for the demonstration", "Wait for the budget round", "Get the works council on board", "Clear the data protection questions", "Visit the depot", "Call the purchasing manager", "Collect the list of vehicles", "Prepare the pilot", "Get the contract signed", "Answer the tender questions", "Meet the finance director", NULL };
const char *const sat_demo_roles[] = { "Decision maker", "Influencer", "User", "Purchasing", "Technical contact", "Sponsor", NULL };
const char *const sat_demo_competitors[] = { "Tracklane", "Veloquest", "RouteHarbor", "ChargeNorth", "Ortelia Fleet", "Own development", NULL };
const char *const sat_demo_competitor_notes[] = { "Cheaper by the device, but charges for every report.", "Is in the house already with a small test.", "Promises delivery within two weeks.", "The IT department prefers them, the drivers do not.", "Has a partner round the corner who does the installation.", NULL };
const char *const sat_demo_company_tags[] = { "Reference", "Framework agreement", "Newsletter", "Electric fleet", "Partner", "Late payer", NULL };
const char *const sat_demo_contact_tags[] = { "Newsletter", "Trade fair 2024", "Decision maker", "Speaks English", "Christmas card", "Prefers mail", NULL };
const char *const sat_demo_deal_tags[] = { "Tender", "Strategic", "Pilot", "Fast track", "Cross-selling", NULL };

const char *const sat_demo_company_notes[] = {
  "Family business in the third generation; decisions are taken at the kitchen table.",
  "Buys once a year, after the budget has been passed in October.",
  "Deliveries only through the rear gate, ring twice.",
  "The fleet grew by a third after they took over a competitor.",
  "Wants everything on one invoice with the cost centre on it.",
  "Very careful with data: the works council reads every contract.",
  "Plans to have half of the vans electric within three years.",
  "Three sites, each with its own budget and its own opinion.",
  NULL };

const SatDemoPhrase sat_demo_calls[] = {
  { "Follow-up on the offer", "Offer is fine, waiting for a signature." }, { "First call", "Interested, wants material first." }, { "Check the delivery date", "Week after next suits them." },
  { "Clear open questions", "Two questions left, both technical." }, { "Price discussion", "Asks for five per cent more discount." }, { "Reminder about the tender", "Deadline is on Friday." },
  { "Ask for a reference visit", "Happy to show the depot." }, { "Call back about an invoice", "Solved, was booked twice." }, { "Ask how the pilot goes", "Drivers like it, the dispatcher is not convinced yet." },
  { "Introduce the new contact", "Good start, agreed to meet." }, { NULL, NULL } };
const SatDemoPhrase sat_demo_meetings[] = {
  { "Demonstration", "They want to see the driver app in their own language." }, { "Kick-off", "Roles and dates agreed." }, { "Contract review", "Legal asks for a shorter notice period." },
  { "Quarterly review", "Satisfied; two more sites are possible." }, { "Technical workshop", "Interface to the transport system is possible." }, { "Presentation for the management", "Positive, decision in three weeks." },
  { "Online meeting on data protection", "All points settled." }, { "Trade fair appointment", "Short, but we are on the list." }, { NULL, NULL } };
const SatDemoPhrase sat_demo_visits[] = {
  { "Visit to the depot", "Saw 60 vehicles, half of them without any tracking." }, { "Site survey for charging", "The cable route is the difficult part." }, { "Courtesy visit", "Good talk, nothing new." },
  { "Visit with the installation partner", "Ten vehicles a day are possible." }, { "Pilot hand-over", "Five devices installed and running." }, { "Annual talk", "Renewal looks safe." }, { NULL, NULL } };
const SatDemoPhrase sat_demo_tasks[] = {
  { "Send the revised offer", "Sent." }, { "Prepare the demonstration", "Demo data loaded." }, { "Update the list of vehicles", "List came from the workshop." }, { "Ask for a delivery date", "In stock." },
  { "Write the project plan", "Plan sent for comments." }, { "Send references from their trade", "Three references sent." }, { "Check the credit limit", "No problem." }, { "Answer the questionnaire", "Returned in time." },
  { "Order sample devices", "Arrived." }, { "Thank them for the visit", "Done by mail." }, { NULL, NULL } };

const char *const sat_demo_openings[] = {
  "Spoke on the phone for half an hour.", "Met at the depot this morning.", "Short talk at the trade fair.", "Long mail from the customer, the essentials:", "Visited together with the installation partner.",
  "Video call with three people from their side.", "Ran into each other at the customer day.", "Call back after our offer.", "First meeting in person.", NULL };
const char *const sat_demo_facts[] = {
  "They run about 80 vehicles and still plan the routes on paper.", "The contract with the present supplier ends in six months.", "The drivers complain that the old devices lose the signal in the yard.", "Budget is there, but only until the end of the quarter.",
  "The new operations manager comes from a customer of ours.", "They compare us with two others and look mainly at support.", "$p is what they need first; the rest can follow.", "For $p they want a price for three years.",
  "The finance department wants to lease instead of buying.", "Two of their sites have no power supply strong enough for fast charging.", "They had a break-in and lost two trailers, so tracking is suddenly urgent.", "The works council wants to see exactly which data of the drivers is kept.",
  "They liked the reports and asked for one by cost centre.", "Delivery before the season starts is a must.", "An interface to their transport software would decide it.", "$c is taking over a smaller competitor next year, that would double the number.", NULL };
const char *const sat_demo_ends[] = {
  "I send the offer by Thursday.", "Next talk in two weeks, then with the managing director.", "They decide among themselves and call us.", "I promised a reference customer from the same trade.", "We agreed on a pilot with five vehicles.",
  "No pressure needed, they will come.", "I am not sure who really decides there.", "Stay in touch, but do not push.", "Technical questions went to our support.", NULL };

/* clang-format on */
